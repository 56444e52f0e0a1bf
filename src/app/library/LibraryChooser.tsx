import { useExplorer, useSession } from "../context.ts";
import { Choice } from "../ui/choices/Choice.tsx";
import { DialogButton } from "../ui/dialog/DialogButton.tsx";
import { lazily } from "../ui/lazily.tsx";
import { Opening } from "./Opening.tsx";
import { useAfterImport } from "./useAfterImport.ts";

const LibraryList = lazily(async () => (await import("./LibraryList.tsx")).LibraryList);
const PublishedTables = lazily(async () => (await import("./PublishedTables.tsx")).PublishedTables);
const UnreadableList = lazily(async () => (await import("../ui/UnreadableList.tsx")).UnreadableList);
const AddLibrary = lazily(async () => (await import("./AddLibrary.tsx")).AddLibrary);

/** Shows the current library and switches to another: the shipped one, its variants, and added ones. */
export function LibraryChooser() {
  const { libraries } = useSession();
  const entries = useExplorer((state) => state.libraries);
  const address = useExplorer((state) => state.libraryAddress);
  return (
    <>
      {entries.length > 1 && (
        <Choice
          label="library"
          value={address}
          options={entries.map((entry) => ({ value: entry.address, label: entry.label }))}
          onChange={(chosen) => void libraries.open(chosen)}
        />
      )}
      <DialogButton label="Libraries…" title="Libraries" dialogClass="libraries">
        {(close) => (
          <>
            <ClosedByImport close={close} />
            <p className="quiet">
              A library is a set of expert models with a router and the figures that were measured with them. When you
              switch, the prompt, the view and the λ of constraints that both have are kept.
            </p>
            <Opening />
            <LibraryList />
            <UnreadableList kind="library" />
            <AddLibrary />
            <PublishedTables />
          </>
        )}
      </DialogButton>
    </>
  );
}

function ClosedByImport({ close }: { close: () => void }) {
  useAfterImport(close);
  return null;
}
