import { useSession } from "../context.ts";
import { DialogButton } from "../ui/dialog/DialogButton.tsx";
import { lazily } from "../ui/lazily.tsx";

const Gallery = lazily(async () => (await import("./Gallery.tsx")).Gallery);

/** Opens the gallery of example prompts; the picked one replaces the prompt, and undo restores the old one. */
export function GalleryButton() {
  const session = useSession();
  return (
    <DialogButton
      label="Examples…"
      title="Example prompts"
      hint="Example prompts (e)"
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
