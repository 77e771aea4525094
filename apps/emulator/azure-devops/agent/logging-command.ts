// Reads a ##vso[area.event key=value;...]data line as the agent does.

export interface LoggingCommand {
  readonly area: string;
  readonly event: string;
  /** Names in lower case: the agent ignores case. */
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const prefix = '##vso[';

/** The order matters: the percent sign is last, so that it cannot form another escape. */
function unescaped(text: string): string {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%');
}

function propertiesOf(text: string): Record<string, string> {
  const pairs = text.split(';').flatMap((part): [string, string][] => {
    const equals = part.indexOf('=');
    // A property without a value is left out.
    if (equals <= 0 || equals === part.length - 1) return [];
    return [[part.slice(0, equals).toLowerCase(), unescaped(part.slice(equals + 1))]];
  });
  return Object.fromEntries(pairs);
}

/** The command that a line holds, wherever it begins; undefined when it holds none. */
export function parseLoggingCommand(line: string): LoggingCommand | undefined {
  const start = line.indexOf(prefix);
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  const info = line.slice(start + prefix.length, end);
  const blank = info.indexOf(' ');
  const [area, event, ...rest] = (blank < 0 ? info : info.slice(0, blank)).split('.').filter(Boolean);
  if (area === undefined || event === undefined || rest.length > 0) return undefined;
  return {
    area: area.toLowerCase(),
    event: event.toLowerCase(),
    properties: blank < 0 ? {} : propertiesOf(info.slice(blank + 1)),
    data: unescaped(line.slice(end + 1)),
  };
}
