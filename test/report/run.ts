import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, installedBrowser, type Page, startBrowser } from './browser.ts';
import { shownTrails } from './shown-trail.ts';

/*
 * Opens the page of trails in a browser without a network: it shows them, is content with all files, and turns red when
 * one byte of one of them is changed. `npm run test:report [-- folder for screenshots]`. Exit 1 where it does not.
 */

const faults: string[] = [];
let checks = 0;

const check = (what: string, isSo: boolean): void => {
  checks += 1;
  console.log(`${isSo ? 'ok  ' : 'FAIL'} ${what}`);
  if (!isSo) faults.push(what);
};

const stateOf = (page: Page) => page.evaluate(`document.getElementById('seal').dataset.state`);
const textOf = async (page: Page, id: string) =>
  String(await page.evaluate(`document.getElementById('${id}').innerText`));

const openReport = async (browser: Browser, folder: string) => {
  const noise: string[] = [];
  const page = await browser.open(pathToFileURL(join(folder, 'report.html')).href, (method, values) => {
    const text = JSON.stringify(values);
    if (method === 'Network.requestWillBeSent' && !/"url":"(file|data):/.test(text)) noise.push(text.slice(0, 200));
    if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded') noise.push(text.slice(0, 300));
  });
  return { page, noise };
};

/** Chooses a folder as a person does. */
const choose = async (page: Page, folder: string): Promise<void> => {
  const { root } = await page.send('DOM.getDocument');
  const nodeId = Number((root as { readonly nodeId: number }).nodeId);
  const input = await page.send('DOM.querySelector', { nodeId, selector: '#folder' });
  await page.evaluate(`document.getElementById('seal').dataset.state = 'waiting'`);
  await page.send('DOM.setFileInputFiles', { nodeId: input['nodeId'], files: [folder] });
  await page.until(`['good', 'bad'].includes(document.getElementById('seal').dataset.state)`);
};

const changedByte = (file: string): void => {
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
};

const screenshots = process.argv[2];
const screenshotHeight = 1_900;

const capture = async (page: Page, name: string, { width, dark }: { width: number; dark: boolean }): Promise<void> => {
  if (screenshots === undefined) return;
  mkdirSync(screenshots, { recursive: true });
  const scheme = { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' };
  await page.send('Emulation.setEmulatedMedia', { features: [scheme] });
  await page.send('Emulation.setDeviceMetricsOverride', { width, height: 1000, deviceScaleFactor: 1, mobile: false });
  const { data } = await page.send('Page.captureScreenshot', {
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: screenshotHeight, scale: 1 },
  });
  writeFileSync(join(screenshots, `${name}.png`), Buffer.from(String(data), 'base64'));
};

const checkWhole = async (browser: Browser, folder: string): Promise<void> => {
  const { page, noise } = await openReport(browser, folder);
  check('the page shows the ledger', (await textOf(page, 'title')) === 'Ledger main');
  check('it is not green before all files are checked', (await stateOf(page)) === 'part');
  check('the trial balance is shown, and even', /USD\s+debits are credits/.test(await textOf(page, 'balances')));
  for (const chart of ['types', 'days'])
    check(
      `the chart of ${chart} is drawn`,
      (await page.evaluate(`document.querySelectorAll('#${chart} svg rect').length`)) !== 0,
    );
  check('text of the trail stays text', /<script>alert/.test(await textOf(page, 'lines')));
  check('a statement adds up', /come to the closing balance/.test(await textOf(page, 'balance')));
  await page.evaluate(`words.value = 'payment 1003 fees'; words.dispatchEvent(new Event('input'))`);
  check('a search finds one line', /^1 of /.test(await textOf(page, 'found')));
  await page.evaluate(`words.value = ''; words.dispatchEvent(new Event('input'))`);
  await capture(page, 'begin-wide-light', { width: 1200, dark: false });
  await choose(page, folder);
  check('it is green when all files match', (await stateOf(page)) === 'good');
  check('it says how many', /^All \d+ files match/.test(await textOf(page, 'verdict')));
  await capture(page, 'good-wide-dark', { width: 1200, dark: true });
  await capture(page, 'good-narrow-light', { width: 400, dark: false });
  check(`nothing asks for a network, and nothing goes wrong ${noise}`, noise.length === 0);
  await page.close();
};

/** Changes each file that the manifest lists, one after the other, and puts it back. */
const checkTampered = async (browser: Browser, folder: string): Promise<void> => {
  const copy = `${folder}-tampered`;
  cpSync(folder, copy, { recursive: true });
  const { page } = await openReport(browser, copy);
  const listed: { readonly files: readonly { readonly path: string }[] } = JSON.parse(
    readFileSync(join(copy, 'manifest.json'), 'utf8'),
  );
  for (const path of [...listed.files.map((file) => file.path), 'manifest.json']) {
    changedByte(join(copy, path));
    await choose(page, copy);
    const isNamed = (await textOf(page, 'findings')).includes(path);
    check(`it turns red when one byte of ${path} is changed`, (await stateOf(page)) === 'bad' && isNamed);
    if (path === 'checkpoint') await capture(page, 'bad-narrow-dark', { width: 400, dark: true });
    changedByte(join(copy, path));
  }
  await choose(page, copy);
  check('it is green again when all is put back', (await stateOf(page)) === 'good');
  writeFileSync(join(copy, 'ads/more.csv'), '');
  await choose(page, copy);
  check('it turns red when a file is added', (await stateOf(page)) === 'bad');
  rmSync(join(copy, 'ads/more.csv'));
  rmSync(join(copy, 'journal.ledger'));
  await choose(page, copy);
  check('it turns red when a file is removed', (await stateOf(page)) === 'bad');
  await page.close();
};

const checkChangedPage = async (browser: Browser, folder: string): Promise<void> => {
  const copy = `${folder}-page`;
  cpSync(folder, copy, { recursive: true });
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  writeFileSync(join(copy, 'report.html'), page.replace(/(trial-balance\.csv":"[^"]*?[^\d])\d(\d*\.)/, '$19$2'));
  const opened = await openReport(browser, copy);
  check('it is red from the start when what it shows was changed', (await stateOf(opened.page)) === 'bad');
  await capture(opened.page, 'changed-wide-light', { width: 1200, dark: false });
  await opened.page.close();
};

const folder = mkdtempSync(join(tmpdir(), 'quipu-report-'));
const browser = startBrowser(installedBrowser());
try {
  const { whole, some } = await shownTrails(folder);
  await checkWhole(browser, whole);
  await checkTampered(browser, whole);
  await checkTampered(browser, some);
  await checkChangedPage(browser, whole);
  const extract = await openReport(browser, some);
  check('an extract is shown', /extract with proofs/.test(await textOf(extract.page, 'facts')));
  await choose(extract.page, some);
  check('an extract is green too', (await stateOf(extract.page)) === 'good');
  await choose(extract.page, whole);
  check('the folder of another trail is not', (await stateOf(extract.page)) === 'bad');
  await extract.page.close();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${checks} checks, ${faults.length} failed`);
process.exitCode = faults.length === 0 ? 0 : 1;
