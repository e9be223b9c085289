/** Tables and numbers for a terminal. */

/** Columns padded to their widest cell; `right` lists the columns of numbers. */
export const table = (rows: readonly (readonly string[])[], right: readonly number[] = []): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

/** 15600000 → 15,600,000. */
export const grouped = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');

/** Bytes in binary units. */
export const bytes = (value: number): string => {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.max(0, Math.min(names.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10)));
  return `${power === 0 ? value : (value / 1024 ** power).toPrecision(3)} ${names[power]}`;
};

/** Biological time in the unit in which it reads best. */
export const duration = (timeMs: number): string => (timeMs >= 1000 ? `${short(timeMs / 1000)} s` : `${short(timeMs)} ms`);

/** Wall time: `8.3 s`, `4:05 min`, `2:03:10 h`. */
export const clock = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 59.95) return `${seconds < 9.95 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)} h` : `${minutes}:${two(whole % 60)} min`;
};

/** Three significant places, without exponent and trailing zeros. */
export const short = (value: number): string => (value === 0 || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(3))));
