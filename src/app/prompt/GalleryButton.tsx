import { EXAMPLE_PROMPTS } from "../../examples/prompts.ts";
import { useSession } from "../context.ts";
import { DialogButton } from "../ui/dialog/DialogButton.tsx";
import { Gallery } from "./Gallery.tsx";

/** Opens the gallery of example prompts; the picked one replaces the prompt, and undo restores the old one. */
export function GalleryButton() {
  const session = useSession();
  return (
    <DialogButton
      label="Examples…"
      title="Example prompts"
      hint={`${EXAMPLE_PROMPTS.length} example prompts (e)`}
      shortcut="e"
      className=""
      dialogClass="gallery"
    >
      {(close) => (
        <Gallery
          onPick={({ text }) => {
            session.setPrompt(text);
            close();
          }}
        />
      )}
    </DialogButton>
  );
}
