import { useRef } from "react";

interface FilePickProps {
  label: string;
  /** Pick a folder with all its contents instead of files. */
  folder?: boolean;
  /** Several files at once. */
  multiple?: boolean;
  accept?: string;
  onPick: (list: FileList | null) => void;
}

/** A button that opens the browser's file picker. The same choice can be made twice: the files may have changed in between. */
export function FilePick({ label, folder = false, multiple = false, accept, onPick }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="small" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          if (element) element.webkitdirectory = folder;
        }}
        type="file"
        multiple={multiple}
        hidden
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          onPick(event.target.files);
          event.target.value = "";
        }}
      />
    </>
  );
}
