import { encodePanel, type DailyPanel } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { partName } from './layout.js';
import type { PanelObject } from './manifest.js';

/**
 * What identifies the results that a set holds: of each part the sha256 of its panel, all days together. Two sets with the same
 * results have the same one, however their days are divided and however many tasks built them.
 */
export class ContentDigest {
  readonly #lines: string[] = [];
  #open:
    | { readonly part: number; readonly panels: { readonly object: PanelObject; readonly panel: DailyPanel }[] }
    | undefined;

  /** Adds an object; those of a part come one after the other. */
  add(object: PanelObject, panel: DailyPanel): void {
    if (this.#open?.part !== object.part) this.#close();
    this.#open ??= { part: object.part, panels: [] };
    this.#open.panels.push({ object, panel });
  }

  /** The digest of all that was added; ends the use of this object. */
  digest(): string {
    this.#close();
    return contentDigestOf(this.#lines);
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { part, panels } = this.#open;
    this.#lines.push(lineOf(part, panels.length === 1 ? panels[0]!.object.sha256 : mergedHash(panels)));
    this.#open = undefined;
  }
}

/** The same of objects that nobody has read; undefined where a part has several of them. */
export function knownContentDigest(objects: readonly PanelObject[]): string | undefined {
  const parts = new Set(objects.map(({ part }) => part));
  if (parts.size < objects.length) return undefined;
  return contentDigestOf(objects.map(({ part, sha256: hash }) => lineOf(part, hash)));
}

function mergedHash(panels: readonly { readonly panel: DailyPanel }[]): string {
  const total = new PanelAccumulator();
  const cells = panels.reduce((sum, { panel }) => sum + panel.cells.key.length, 0);
  for (const { panel } of panels) total.appendPanel(panel, cells);
  return sha256(encodePanel(total.build()));
}

const lineOf = (part: number, hash: string) => `${partName(part)} ${hash}\n`;
const contentDigestOf = (lines: readonly string[]) => sha256(`dqs-panel-set-content/1\n${lines.join('')}`);
