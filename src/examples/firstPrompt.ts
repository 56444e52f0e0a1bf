/** The prompt on which a bare address opens: the first example of the gallery, apart from it, as the page starts without the gallery. */
export const FIRST_PROMPT = "def read_json(path):\n    with open(path) as [MASK]:\n        return json.load(f)";
