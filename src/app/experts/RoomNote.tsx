import { useEffect, useState } from "react";
import { roomLeft } from "../../library/storage/room.ts";
import { formatBytes } from "../ui/format.ts";

/** Says before anything is fetched that this browser will not keep it. @param remote whether it can be fetched again */
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
      This browser has room for about {formatBytes(room)} more, and this form takes {formatBytes(bytes)}:{" "}
      {remote ? "it will not be kept, and is fetched again at every visit" : "it cannot be kept, so it cannot be added"}
      . Choose a smaller form, remove an added expert or library, or free disk space.
    </p>
  );
}
