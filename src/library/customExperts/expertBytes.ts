/** Bytes of all files of an added expert. */
export const expertBytes = ({ files }: { files: Readonly<Record<string, { bytes: number }>> }): number =>
  Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
