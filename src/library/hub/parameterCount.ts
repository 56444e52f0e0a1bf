/** Number of a model's parameters, from two sources that may disagree. */

/**
 * Exporters store shared weights once or twice, and 4-bit weights are packed two per byte: the count of a correct file is off by at
 * most this factor.
 */
const FACTOR = 3;

/**
 * @param stated from the card or the hub, @param counted from the ONNX file; null where unknown
 * @returns the number to use, and whether the card's number contradicts the file's
 */
export function settleParameters(
  stated: number | null,
  counted: number | null,
): { parameters: number | null; contradicted: boolean } {
  if (stated === null || counted === null) return { parameters: stated ?? counted, contradicted: false };
  const contradicted = stated > counted * FACTOR || counted > stated * FACTOR;
  return { parameters: contradicted ? counted : stated, contradicted };
}
