// The routes of an IoT Edge hub: FROM a source, with or without WHERE, INTO a sink.

const name = '[A-Za-z0-9_.-]+';
const source = new RegExp(
  `^/(?:\\*|twinChangeNotifications|messages/\\*|messages/modules/(?:\\*|${name})(?:/\\*|/outputs/(?:\\*|${name}))?)$`,
);
const sink = new RegExp(
  `^(?:\\$upstream|BrokeredEndpoint\\(\\s*["']/modules/${name}/inputs/${name}["']\\s*\\))$`,
);
const route = /^\s*(?:SELECT\s+\*\s+)?FROM\s+(\S+)(?:\s+WHERE\s+(.+?))?\s+INTO\s+(.+?)\s*$/is;

/** What is wrong with `text`; undefined when it is a route. */
export function routeFault(text: string): string | undefined {
  const [, from, , into] = route.exec(text) ?? [];
  if (from === undefined || into === undefined) return 'it must read FROM <source> INTO <sink>';
  if (!source.test(from)) return `'${from}' is no source`;
  if (sink.test(into)) return undefined;
  return `'${into}' is no sink: it must be $upstream or BrokeredEndpoint("/modules/<name>/inputs/<name>")`;
}
