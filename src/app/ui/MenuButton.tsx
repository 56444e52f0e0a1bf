import { type MouseEvent, type ReactNode, type ToggleEvent, useId, useRef } from "react";

/** Pixels between the button and what it opens, and between that and the edge of the window. */
const GAP = 4;
const EDGE = 8;

interface MenuButtonProps {
  /** The button's label, and the name of what it opens. */
  label: string;
  className?: string;
  /** Controls; they stay drawn while they are out of sight, so their keys work and what is typed in them stays. */
  children: ReactNode;
}

/**
 * A button that opens a small box of controls below it: a native popover, which Escape or a click elsewhere closes, and whose controls
 * follow the button in the order of the Tab key.
 */
export function MenuButton({ label, className = "small", children }: MenuButtonProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const place = ({ newState, target, currentTarget }: ToggleEvent<HTMLDivElement>) => {
    if (newState !== "open" || target !== currentTarget) return;
    const { left, bottom } = button.current!.getBoundingClientRect();
    const { style } = currentTarget;
    style.top = `${bottom + GAP}px`;
    style.maxHeight = `calc(100vh - ${bottom + GAP + EDGE}px)`;
    // The style sheet names its width.
    style.left = `max(${EDGE}px, min(${left}px, 100vw - var(--menu-width) - ${EDGE}px))`;
  };
  /** A control that leads elsewhere closes the menu, which gives the focus back to its button; a dialog returns it there later. */
  const leave = ({ target }: MouseEvent) => {
    const leads = target instanceof Element && target.closest("[aria-haspopup=dialog], [data-leaves-menu]");
    if (leads && box.current!.contains(leads) && box.current!.matches(":popover-open")) {
      box.current!.hidePopover();
      button.current!.focus();
    }
  };
  return (
    <>
      <button ref={button} type="button" className={className || undefined} popoverTarget={id}>
        {label} <span aria-hidden="true">▾</span>
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's */}
      <div
        ref={box}
        id={id}
        popover="auto"
        role="group"
        aria-label={label}
        className="menu"
        onBeforeToggle={place}
        onClickCapture={leave}
      >
        {children}
      </div>
    </>
  );
}
