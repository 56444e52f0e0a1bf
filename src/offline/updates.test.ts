import { describe, expect, it, vi } from "vitest";
import { TAKE_OVER } from "./messages.ts";
import { type Surroundings, Updates } from "./updates.ts";

/** A service worker whose state the test can change. */
class FakeWorker extends EventTarget {
  state = "installing";
  readonly postMessage = vi.fn();

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

class FakeRegistration extends EventTarget {
  active: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  installing: FakeWorker | null = null;
}

function surroundings(registration: FakeRegistration | Error, controller: FakeWorker | null = null) {
  const container = Object.assign(new EventTarget(), {
    controller,
    register: async () => {
      if (registration instanceof Error) throw registration;
      return registration;
    },
  });
  const reload = vi.fn();
  return { container, reload } as unknown as Surroundings & { container: EventTarget; reload: typeof reload };
}

describe("updates", () => {
  it("are not reported for the first version", async () => {
    const registration = new FakeRegistration();
    const worker = new FakeWorker();
    registration.installing = worker;
    const updates = new Updates(surroundings(registration));
    await updates.start("sw.js");
    registration.waiting = worker;
    worker.become("installed");
    expect(updates.isReady()).toBe(false);
  });

  it("are reported once complete, and the page reloads when the user agrees", async () => {
    const registration = new FakeRegistration();
    registration.active = new FakeWorker();
    const around = surroundings(registration, registration.active);
    const updates = new Updates(around);
    const listener = vi.fn();
    updates.subscribe(listener);
    await updates.start("sw.js");

    const next = new FakeWorker();
    registration.installing = next;
    registration.dispatchEvent(new Event("updatefound"));
    expect(updates.isReady()).toBe(false);
    registration.waiting = next;
    next.become("installed");
    expect(updates.isReady()).toBe(true);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(around.reload).not.toHaveBeenCalled();

    updates.accept();
    expect(next.postMessage).toHaveBeenCalledWith(TAKE_OVER);
    around.container.dispatchEvent(new Event("controllerchange"));
    expect(around.reload).toHaveBeenCalled();
  });

  it("that waited before the page was opened are reported at once; a page without a controller reloads too", async () => {
    const registration = new FakeRegistration();
    registration.active = new FakeWorker();
    const waiting = new FakeWorker();
    registration.waiting = waiting;
    const around = surroundings(registration);
    const updates = new Updates(around);
    await updates.start("sw.js");
    expect(updates.isReady()).toBe(true);
    updates.accept();
    waiting.become("activated");
    expect(around.reload).toHaveBeenCalled();
  });

  it("that cannot be cached report the reason, or a general message if there is none", async () => {
    const registration = new FakeRegistration();
    const worker = new FakeWorker();
    registration.installing = worker;
    const around = surroundings(registration);
    const failed = vi.fn();
    await new Updates(around, failed).start("sw.js");
    const message = (data: unknown) => around.container.dispatchEvent(new MessageEvent("message", { data }));
    message("something else");
    message(null);
    expect(failed).not.toHaveBeenCalled();
    message({ installFailed: "The host changes index.html." });
    worker.become("redundant");
    expect(failed.mock.calls).toEqual([["The host changes index.html."]]);

    const next = new FakeWorker();
    registration.installing = next;
    registration.dispatchEvent(new Event("updatefound"));
    next.become("redundant");
    expect(failed.mock.lastCall![0]).toMatch(/could not be kept/);
    // A reason that arrives later replaces it.
    message({ installFailed: "Storage is full." });
    expect(failed.mock.lastCall).toEqual(["Storage is full."]);
  });

  it("in the usual course are not failures", async () => {
    const registration = new FakeRegistration();
    const worker = new FakeWorker();
    registration.installing = worker;
    const failed = vi.fn();
    await new Updates(surroundings(registration), failed).start("sw.js");
    for (const state of ["installed", "activating", "activated", "redundant"]) worker.become(state);
    expect(failed).not.toHaveBeenCalled();
  });

  it("report blocked service workers when the browser resolves without a registration", async () => {
    const failed = vi.fn();
    const blocked = surroundings(new FakeRegistration());
    Object.assign(blocked.container!, { register: async () => undefined });
    await new Updates(blocked, failed).start("sw.js");
    expect(failed).toHaveBeenCalledOnce();
  });

  it("report why the browser refused the service worker", async () => {
    const failed = vi.fn();
    await new Updates(surroundings(new Error("sw.js has no script type")), failed).start("sw.js");
    expect(failed.mock.calls).toEqual([["The browser refused the service worker: sw.js has no script type"]]);
  });

  it.each([
    ["refused", surroundings(new Error("SecurityError"))],
    ["absent", { container: null, reload: () => {} }],
  ])("do nothing where service workers are %s", async (_, around) => {
    const updates = new Updates(around);
    await updates.start("sw.js");
    expect(updates.isReady()).toBe(false);
  });
});
