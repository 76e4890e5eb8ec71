import type { Page } from 'playwright-core';

/** The widths that pages are made for: a desk, a small one, a telephone, in CSS pixels. */
export declare const WIDTHS: { readonly desk: 1440; readonly small: 1024; readonly telephone: 400 };

/** A browser with a profile of its own, closed after the tests of a file. */
export interface Browser {
  /**
   * Opens a file or an address as a reader would. What goes wrong there is collected: errors of the script, messages on the console,
   * dialogs, and every request for anything but the file itself, or to another origin.
   */
  open(pathOrUrl: string, options?: OpenOptions): Promise<OpenPage>;
}

/** How a page is opened. */
export interface OpenOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** An open page with the faults that showed so far. */
export interface OpenPage {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** `describe` where the programs for it are installed; elsewhere the tests are skipped, and that is said aloud. */
export declare function describeInBrowser(title: string, tests: (browser: Browser) => void): void;

/** How many pixels of the page stick out of the window at its right, 0 where it fits. */
export declare function overflowOf(page: Page): Promise<number>;

/** Every element with text of its own that is smaller than 11 px. */
export declare function smallTexts(page: Page): Promise<string[]>;

/**
 * What axe-core finds that keeps people from reading or using the page: rule and place.
 *
 * @param rules the rules to look at; all where left out.
 */
export declare function hindrances(page: Page, rules?: readonly string[]): Promise<string[]>;

/** The cells of every row of the tables that a selector names, as they are read. */
export declare function rowsOf(page: Page, selector: string): Promise<string[][]>;

/** What the page holds on paper, as text, cell by cell. */
export declare function printed(page: Page): Promise<string>;
