import { type ReactNode, useEffect, useLayoutEffect, useState } from "react";
import { pressEarlyKeys } from "./earlyKeys.ts";

interface OnceDrawnProps {
  call: () => void;
  children: ReactNode;
}

/**
 * Calls once when the page has taken the place of the first screen, before it is painted; what the call changes in the store is drawn by
 * then, too.
 */
export function OnceDrawn({ call, children }: OnceDrawnProps) {
  const [drawn, setDrawn] = useState(false);
  useLayoutEffect(() => {
    if (drawn) return;
    call();
    // An update in a layout effect makes React begin listening to the store at once, and draw what has changed in it.
    setDrawn(true);
  }, [call, drawn]);
  // Effects run from the inside out: all shortcuts listen by now.
  useEffect(pressEarlyKeys, []);
  return children;
}
