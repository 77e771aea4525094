// Names a release by its definition's format: $(rev:r), $(Date:...), $(Release.ReleaseId) and variables.

const dateParts: Readonly<Record<string, (date: Date) => string>> = {
  yyyy: (date) => String(date.getUTCFullYear()),
  yy: (date) => String(date.getUTCFullYear()).slice(-2),
  MM: (date) => String(date.getUTCMonth() + 1).padStart(2, '0'),
  dd: (date) => String(date.getUTCDate()).padStart(2, '0'),
  HH: (date) => String(date.getUTCHours()).padStart(2, '0'),
  mm: (date) => String(date.getUTCMinutes()).padStart(2, '0'),
  ss: (date) => String(date.getUTCSeconds()).padStart(2, '0'),
};

function formattedDate(format: string, date: Date): string {
  return format.replace(/yyyy|yy|MM|dd|HH|mm|ss/g, (part) => dateParts[part]?.(date) ?? part);
}

/** `isTaken` decides the revision: the first number that gives a free name. Unknown variables stay as they are. */
export function releaseName(
  format: string,
  values: Readonly<Record<string, string>>,
  now: Date,
  isTaken: (name: string) => boolean,
): string {
  const byName = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  const fixed = format.replace(/\$\(([^()]+)\)/g, (macro, name: string) => {
    if (/^date:/i.test(name)) return formattedDate(name.slice('date:'.length), now);
    if (/^rev:/i.test(name)) return macro;
    return byName.get(name.toLowerCase()) ?? macro;
  });
  const rev = /\$\(rev:(r+)\)/i;
  const width = rev.exec(fixed)?.[1]?.length;
  if (width === undefined) return fixed;
  for (let revision = 1; ; revision += 1) {
    const name = fixed.replace(rev, String(revision).padStart(width, '0'));
    if (!isTaken(name)) return name;
  }
}
