import { useEffect, useRef } from "react";
import { placeTip } from "./placeTip.ts";
import { followTips } from "./tipEvents.ts";

/**
 * Displays all tips (see tip.ts) in one popover, which is above dialogs too. Screen readers get the text from the element's own
 * description.
 */
export function TipLayer() {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tip = layer.current!;
    // Browsers before 2024 have no popovers; there the texts remain available to screen readers.
    if (typeof tip.showPopover !== "function") return;
    const show = (element: Element, focused: boolean) => {
      const text = element.getAttribute("data-tip");
      if (!text || !element.isConnected) return;
      tip.textContent = text;
      tip.classList.toggle("through", focused);
      // Shown again, to be above a dialog that has opened since.
      tip.hidePopover();
      tip.showPopover();
      const { innerWidth: width, innerHeight: height } = window;
      const { left, top } = placeTip(element.getBoundingClientRect(), tip.getBoundingClientRect(), { width, height });
      tip.style.left = `${left}px`;
      tip.style.top = `${top}px`;
    };
    return followTips({ tip, show, hide: () => tip.hidePopover() });
  }, []);
  return <div ref={layer} popover="manual" role="tooltip" className="tip" />;
}
