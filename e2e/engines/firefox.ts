import puppeteer from "puppeteer-core";
import type { Tab } from "./tab.ts";

/** Firefox without a window, through WebDriver BiDi. */
export async function openFirefox(executablePath: string): Promise<Tab> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  const page = await browser.newPage();
  return {
    open: async (address) => {
      await page.goto(address);
    },
    run: (body) => page.evaluate(`(() => { ${body} })()`) as never,
    close: () => browser.close(),
  };
}
