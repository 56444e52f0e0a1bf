import { IntegrityError } from "../library/errors.ts";
import { RELOAD } from "../library/request.ts";

/**
 * Why a version could not be kept, for the person at the screen. A file that the host changes on its way is the commonest reason, and
 * one that no reload mends.
 */
export function installReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof IntegrityError)) return message;
  return (
    `The host does not send ${error.file} as it was built. Some hosts insert a script into pages or rewrite files: switch that off ` +
    `for this site, or upload the whole build again. (${message.replace(RELOAD, "").trim()})`
  );
}
