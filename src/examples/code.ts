import { type ExamplePrompt, inGroup } from "./example.ts";
import { FIRST_PROMPT } from "./firstPrompt.ts";

export const CODE: readonly ExamplePrompt[] = inGroup("github", [
  {
    title: "Python: read a file",
    text: FIRST_PROMPT,
    note: "Python that opens a file: the name after “as” is one that most programs share.",
  },
  {
    title: "Python: a class and its parent",
    text: 'class QueueError(Exception):\n    """Raised when the queue is full."""\n\n    def __init__(self, size):\n        [MASK].__init__(f"queue holds {size} items already")\n        self.size = size',
    note: "English inside code: the docstring alone would send it elsewhere.",
  },
  {
    title: "TypeScript: fold an array",
    text: "export function total(items: Item[]): number {\n  return items.reduce((sum, item) => sum + item.price, [MASK]);\n}",
    note: "Types tell TypeScript from plain JavaScript: does the router care?",
  },
  {
    title: "JavaScript: wait for an answer",
    text: "const response = [MASK] fetch('/api/users/' + id);\nif (!response.ok) {\n  throw new Error('HTTP ' + response.status);\n}\nmodule.exports = { load };",
    note: "Old and new module styles in one file, as real code has them.",
  },
  {
    title: "C: free a list",
    text: "static void list_free(struct node *head)\n{\n    while (head != NULL) {\n        struct node *next = head->next;\n        free(head);\n        head = [MASK];\n    }\n}",
    note: "Only the C expert has seen many struct pointers.",
  },
  {
    title: "C++: a vector of names",
    text: "#include <string>\n#include <vector>\n\nstd::vector<std::[MASK]> names;\nfor (const auto& name : names) {\n    std::cout << name << std::endl;\n}",
    note: "C and C++ share a part of the library: does the router see that?",
  },
  {
    title: "Java: a null check",
    text: "public Optional<Customer> findById(Long id) {\n    if (id == [MASK]) {\n        return Optional.empty();\n    }\n    return Optional.ofNullable(repository.get(id));\n}",
    note: "Braces and types as in C, but other words: which of the two wins?",
  },
  {
    title: "Go: handle an error",
    text: "func load(name string) ([]byte, error) {\n\tdata, err := os.ReadFile(name)\n\tif err != [MASK] {\n\t\treturn nil, err\n\t}\n\treturn data, nil\n}",
    note: "The most common three lines of Go: every code expert should get this one.",
  },
  {
    title: "Rust: match a result",
    text: 'match File::open(path) {\n    Ok(file) => read_all(file),\n    Err(error) => [MASK]!("cannot open {}: {}", path, error),\n}',
    note: "A macro's name before an exclamation mark: a habit of Rust alone.",
  },
]);
