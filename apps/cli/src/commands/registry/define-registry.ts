import type { Command } from '@commander-js/extra-typings';

import { defineRegistryAt } from './at.js';
import { defineRegistryCompare } from './compare.js';
import { defineRegistryDelete } from './delete.js';
import { defineRegistryExport } from './export.js';
import { defineRegistryGc } from './gc.js';
import { defineRegistryHistory } from './history.js';
import { defineRegistryImport } from './import.js';
import { defineRegistryList } from './list.js';
import { defineRegistryNote } from './note.js';
import { defineRegistryPromote } from './promote.js';
import { defineRegistryRegister } from './register.js';
import { defineRegistryRename } from './rename.js';
import { defineRegistryRollback } from './rollback.js';
import { defineRegistrySearch } from './search.js';
import { defineRegistryShow } from './show.js';
import { defineRegistryTag } from './tag.js';
import { defineRegistryVerify } from './verify.js';

/** The commands of `dqs registry`, in the order of a version's life. */
export function defineRegistry(program: Command): void {
  defineRegistryList(program);
  defineRegistrySearch(program);
  defineRegistryShow(program);
  defineRegistryRegister(program);
  defineRegistryCompare(program);
  defineRegistryPromote(program);
  defineRegistryRollback(program);
  defineRegistryHistory(program);
  defineRegistryAt(program);
  defineRegistryTag(program);
  defineRegistryNote(program);
  defineRegistryRename(program);
  defineRegistryDelete(program);
  defineRegistryGc(program);
  defineRegistryVerify(program);
  defineRegistryExport(program);
  defineRegistryImport(program);
}
