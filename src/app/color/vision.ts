/** @file Simulates colour vision, for palette tests. */

type Matrix3 = readonly (readonly [number, number, number])[];

/** Simulates full dichromacy on linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
export const VISION: Record<string, Matrix3> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab (Ottosson 2020) from linear RGB. */
const TO_LMS: Matrix3 = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_LAB: Matrix3 = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

const times = (m: Matrix3, v: readonly number[]) => m.map((row) => row.reduce((sum, a, i) => sum + a * v[i]!, 0));

/** Linear RGB of a colour written as #rrggbb or rgb(r, g, b). */
export function linear(color: string): number[] {
  const channels = color.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : (color.match(/\d+/g) ?? []).map(Number);
  return channels.slice(0, 3).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

/** Contrast of two colours after WCAG 2.2: from 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (color: string) => [0.2126, 0.7152, 0.0722].reduce((sum, w, k) => sum + w * linear(color)[k]!, 0);
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** OKLab of a colour as seen with this kind of vision: lightness 0 … 1 first. */
export function seenBy(kind: string, color: string): number[] {
  const rgb = times(VISION[kind]!, linear(color)).map((c) => Math.min(1, Math.max(0, c)));
  return times(TO_LAB, times(TO_LMS, rgb).map(Math.cbrt));
}
