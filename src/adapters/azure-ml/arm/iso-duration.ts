// ISO 8601 durations as ARM writes them in headers (PT1H30M).

/** @returns milliseconds; absent if the text is absent or not a duration of days, hours, minutes and seconds */
export function parseDuration(text: string | undefined): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text ?? '');
  if (found === null || text === 'P' || text?.endsWith('T') === true) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = found;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
