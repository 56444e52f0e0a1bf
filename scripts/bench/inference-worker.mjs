/**
 * To be run in the page before its scripts: notes what the worker that runs models answers to typed prompts (`routeMilliseconds`),
 * whether it has opened the router (`inferenceOpen`), and lets the page's own protocol be spoken with it (`askInference`).
 */
export function keepInferenceWorker() {
  let worker = null;
  let next = 1e9;
  const opening = new Set();
  globalThis.routeMilliseconds = [];
  const hear = ({ data }) => {
    if (data.kind !== "result") return;
    if (data.result?.status === "routed") globalThis.routeMilliseconds.push(data.result.milliseconds);
    if (opening.has(data.id)) globalThis.inferenceOpen = true;
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...message) {
    const { type, id, request } = message[0] ?? {};
    // Workers that share in routing a file open the router too, after this one.
    if (type === "route" || (type === "open" && request?.router && worker === null)) {
      if (worker !== this) this.addEventListener("message", hear);
      worker = this;
      if (type === "open") opening.add(id);
    }
    return post.apply(this, message);
  };
  globalThis.askInference = (type, request) =>
    new Promise((done, fail) => {
      const id = next++;
      const listen = ({ data }) => {
        if (data.id !== id || data.kind === "progress") return;
        worker.removeEventListener("message", listen);
        if (data.kind === "result") done(data.result);
        else fail(new Error(JSON.stringify(data.error)));
      };
      worker.addEventListener("message", listen);
      worker.postMessage({ kind: "call", id, type, request });
    });
}
