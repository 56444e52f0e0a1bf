import { useRef } from "react";
import { useExplorer, useSession } from "../context.ts";
import { tip } from "../tips/tip.ts";

/** Lets the user choose a file of prompts, which are then all routed. */
export function RouteFileButton() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const ready = useExplorer(({ routerLoading }) => routerLoading.status === "ready");
  return (
    <>
      <button
        type="button"
        disabled={!ready}
        {...tip("Route every prompt of a file: text with one a line, CSV, JSON or JSON lines with a column “prompt”")}
        onClick={() => input.current?.click()}
      >
        Route a file…
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of prompts"
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = "";
          if (file) void session.files().then((files) => files.start(file));
        }}
      />
    </>
  );
}
