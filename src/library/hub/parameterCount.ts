/** How many parameters a model has, from two sources that may disagree. */

/**
 * Exporters store shared weights once or twice, and 4-bit weights lie two in a byte: the count of a true file is off by no more
 * than this factor.
 */
const FACTOR = 3;

/**
 * @param stated what the card or the hub says, @param counted what the ONNX file holds; null where unknown
 * @returns the number to use, and whether the card says quite another one than the file
 */
export function settleParameters(
  stated: number | null,
  counted: number | null,
): { parameters: number | null; contradicted: boolean } {
  if (stated === null || counted === null) return { parameters: stated ?? counted, contradicted: false };
  const contradicted = stated > counted * FACTOR || counted > stated * FACTOR;
  return { parameters: contradicted ? counted : stated, contradicted };
}
