import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityProblems } from '../harness/appearance.ts';
import { untilMoving } from '../harness/moving-picture.ts';
import { type BrowserOptions, openBrowser } from './browser.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>Camera</title>
<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style></head>
<body><main><h1>Camera</h1><p>Too faint in the dark</p><video autoplay muted></video></main></body></html>`;

/** The page asks for the camera and shows it; what came of it, in one word. */
const ASK = `navigator.mediaDevices.getUserMedia({ video: true }).then(
  (stream) => { document.querySelector('video').srcObject = stream; return 'granted'; },
  (error) => error.name)`;

describe('the browser of the journeys', () => {
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(PAGE);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const bound = server.address();
    origin = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterAll(() => server.close());

  const answers: { camera: NonNullable<BrowserOptions['camera']>; word: string }[] = [
    { camera: 'granted', word: 'granted' },
    { camera: 'refused', word: 'NotAllowedError' },
    { camera: 'absent', word: 'NotFoundError' },
  ];
  test.each(answers)('a camera that is $camera answers $word', async ({ camera, word }) => {
    await using browser = await openBrowser({ camera });
    const page = await browser.newPage();
    await page.goto(origin);
    expect(await page.evaluate(ASK)).toBe(word);
    if (word === 'granted') await untilMoving(page.locator('video'));
  });

  test('text too faint in the dark alone is found, in the dark alone', async () => {
    await using browser = await openBrowser();
    // axe works in a page of a context of its own.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(origin);
    const problems = await accessibilityProblems(page);
    expect(problems).toEqual([expect.stringMatching(/^dark: color-contrast: .*: p$/)]);
  });
});
