import { useState } from "react";
import { EXAMPLE_PROMPTS } from "../../examples/prompts.ts";
import { useSession } from "../context.ts";
import { Dialog } from "../shared/Dialog.tsx";
import { useShortcut } from "../shared/useShortcut.ts";
import { Gallery } from "./Gallery.tsx";

/** Opens the gallery of example prompts; the one that is picked takes the place of the prompt, and undo brings the old one back. */
export function GalleryButton() {
  const session = useSession();
  const [open, setOpen] = useState(false);
  useShortcut("e", () => setOpen(true));
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title={`${EXAMPLE_PROMPTS.length} example prompts (e)`}
        onClick={() => setOpen(true)}
      >
        Examples…
      </button>
      <Dialog title="Example prompts" className="gallery" open={open} onClose={() => setOpen(false)}>
        <Gallery
          onPick={({ text }) => {
            session.setPrompt(text);
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}
