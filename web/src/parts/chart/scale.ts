// The numbers of an axis: three steps of a round size that hold the largest value.

const LINES = 3;
const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

// The size of one step; whole where the values are counts.
export function stepFor(largest: number, whole = false): number {
  const least = Math.max(largest, whole ? LINES : 1) / LINES;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ROUND.map((each) => each * power).find((each) => each >= least - 1e-9 && (!whole || Number.isInteger(each)));
  return step ?? 10 * power;
}

export const ticks = (step: number): number[] => Array.from({ length: LINES + 1 }, (_, index) => index * step);

// A sparkline's path in a box, and where it ends. A flat one lies in the middle.
export function sparkline(values: number[], width: number, height: number): { path: string; x: number; y: number } {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  const at = (value: number, index: number): [number, number] => [
    values.length > 1 ? (index / (values.length - 1)) * width : width,
    span ? height - 2 - ((value - least) / span) * (height - 4) : height / 2,
  ];
  const points = values.map(at);
  const [x, y] = points.at(-1) ?? [width, height / 2];
  return { path: `M${points.map((point) => point.map((each) => each.toFixed(1)).join(" ")).join("L")}`, x, y };
}
