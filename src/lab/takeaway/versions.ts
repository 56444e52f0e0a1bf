/** What a downloaded router was made with. */
import project from "../../../package.json" with { type: "json" };

export const VERSIONS: Readonly<Record<string, string>> = {
  "tryage-explorer": project.version,
  "onnxruntime-web": project.dependencies["onnxruntime-web"],
  "@huggingface/tokenizers": project.dependencies["@huggingface/tokenizers"],
};
