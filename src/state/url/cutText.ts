/** The first `length` UTF-16 units of a text, or one less where an emoji or another pair of surrogates would be cut in half. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = /[\uD800-\uDBFF]/.test(text[length - 1]!) && /[\uDC00-\uDFFF]/.test(text[length]!);
  return text.slice(0, half ? length - 1 : length);
}
