/** The first `length` UTF-16 units of a text, or one less if a surrogate pair, such as an emoji, would be cut in half. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = /[\uD800-\uDBFF]/.test(text[length - 1]!) && /[\uDC00-\uDFFF]/.test(text[length]!);
  return text.slice(0, half ? length - 1 : length);
}
