import { useEffect, useState } from "react";
import { roomLeft } from "../../../library/storage/room.ts";
import { formatBytes } from "../../ui/words/format.ts";

/** Warns before a download that this browser will not store the files. @param remote whether they can be downloaded again */
export function RoomNote({ bytes, remote }: { bytes: number; remote: boolean }) {
  const [room, setRoom] = useState<number | null>(null);
  useEffect(() => {
    let shown = true;
    void roomLeft().then((left) => shown && setRoom(left));
    return () => {
      shown = false;
    };
  }, []);
  if (room === null || bytes <= room) return null;
  return (
    <p role="status">
      This browser has room for about {formatBytes(room)} more, and these weights need {formatBytes(bytes)}:{" "}
      {remote
        ? "it will not be stored, and will be downloaded again on every visit"
        : "it cannot be stored, so it cannot be added"}
      . Choose smaller weights, remove an added expert or library, or free disk space.
    </p>
  );
}
