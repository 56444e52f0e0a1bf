/**
 * Caches the last results of a pure function; arguments are compared by identity.
 * @param kept how many results: more than one where callers alternate between arguments, for instance a panel that
 *   lags behind a moving slider and one that does not
 */
export function memoLru<A extends readonly unknown[], R>(compute: (...args: A) => R, kept = 1): (...args: A) => R {
  const recent: { args: A; result: R }[] = [];
  return (...args) => {
    const at = recent.findIndex(
      (known) => known.args.length === args.length && known.args.every((arg, i) => Object.is(arg, args[i])),
    );
    const found = at < 0 ? { args, result: compute(...args) } : recent.splice(at, 1)[0]!;
    recent.unshift(found);
    if (recent.length > kept) recent.pop();
    return found.result;
  };
}
