/** What a downloaded router was made with. */
import { dependencies, version } from "../../../package.json";

export const VERSIONS: Readonly<Record<string, string>> = {
  "tryage-explorer": version,
  "onnxruntime-web": dependencies["onnxruntime-web"],
  "@huggingface/tokenizers": dependencies["@huggingface/tokenizers"],
};
