import { startTransition, useEffect, useState } from "react";

/**
 * What a store outside React holds, for what takes long to draw: a change is drawn in slices, between which the page answers. While it is,
 * the component still shows the value before.
 * @param get the same value until something changes
 */
export function useArriving<T>(subscribe: (onChange: () => void) => () => void, get: () => T): T {
  const [value, setValue] = useState(get);
  useEffect(() => {
    const follow = () => startTransition(() => setValue(get));
    // What has changed since the first render.
    follow();
    return subscribe(follow);
  }, [subscribe, get]);
  return value;
}
