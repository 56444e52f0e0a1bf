/**
 * Wraps an asynchronous function so that only its newest call counts: an older call that is overtaken resolves to
 * `undefined`, whether it would have succeeded or failed, as soon as its own work ends.
 */
export function latest<Arguments extends unknown[], Result>(
  fn: (...args: Arguments) => Promise<Result>,
): (...args: Arguments) => Promise<Result | undefined> {
  let newest = 0;
  return async (...args) => {
    const sequence = ++newest;
    try {
      const result = await fn(...args);
      return sequence === newest ? result : undefined;
    } catch (error) {
      if (sequence === newest) throw error;
      return undefined;
    }
  };
}
