import { execFileSync } from 'node:child_process';

import fc from 'fast-check';

import {
  canonicalJson,
  leafHash,
  MerkleTree,
  newNoteKeys,
  openCheckpoint,
  openNote,
  redact,
  signCheckpoint,
  signNote,
  type AuditSchema,
} from '../../src/audit/index.js';

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 §3.2.4', () => {
    const value = JSON.parse(
      String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "€$\nA'B\"\\\\\"/", "literals": [null, true, false]}`,
    );
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names by UTF-16 code units, as the example of RFC 8785 §3.2.3', () => {
    const names = ['€', '\r', '\ufb33', '1', '😀', '\u0080', 'ö'];
    expect(canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))).toBe(
      '{"\\r":0,"1":0,"\u0080":0,"ö":0,"€":0,"😀":0,"\ufb33":0}',
    );
  });

  it('writes the same text whatever the order of names, and text that reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as never);
        expect(canonicalJson(reversed(JSON.parse(text)) as never)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([Number.NaN, Infinity, '\ud800'])('refuses %p, which JSON cannot say', (value) => {
    expect(() => canonicalJson({ value })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});

/** The same value with the names of all records in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, reversed(one)]),
  );
}

describe('MerkleTree', () => {
  /** Leaves and roots of the reference implementation of Certificate Transparency. */
  const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const ROOTS = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  const rootOf = (tree: MerkleTree) => Buffer.from(tree.root(), 'base64').toString('hex');

  it('has the roots of RFC 6962 for the published leaves', () => {
    const tree = new MerkleTree();
    const roots = [rootOf(tree)];
    for (const leaf of LEAVES) {
      tree.add(leafHash(Buffer.from(leaf, 'hex')));
      roots.push(rootOf(tree));
    }
    expect(roots).toEqual(ROOTS);
  });
});

describe('signed notes', () => {
  /** The example in the documentation of Go's golang.org/x/mod/sumdb/note. */
  const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const SIGNATURE =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('are those that Go writes with the same key', () => {
    expect(signNote(TEXT, SIGNER)).toBe(`${TEXT}\n${SIGNATURE}`);
    expect(openNote(`${TEXT}\n${SIGNATURE}`, VERIFIER)).toBe(TEXT);
  });

  it('open with the key of the signer alone, and only as they were signed', () => {
    const [ann, bob] = [newNoteKeys('example.org/audit'), newNoteKeys('example.org/audit')];
    const note = signNote('one\ntwo\n', ann.signer);
    const invalid = expect.objectContaining({ code: 'checkpoint-invalid' });
    expect(openNote(note, ann.verifier)).toBe('one\ntwo\n');
    expect(() => openNote(note, bob.verifier)).toThrow(invalid);
    expect(() => openNote(note.replace('two', 'too'), ann.verifier)).toThrow(invalid);
    expect(() => openNote('one\ntwo\n', ann.verifier)).toThrow(invalid);
  });

  it('open with a signature among others, of 64 in all at most, under the name that it was made for', () => {
    const [ann, bob] = [newNoteKeys('example.org/audit'), newNoteKeys('example.org/witness')];
    const [text, own] = signNote('one\n', ann.signer).split('\n\n') as [string, string];
    const other = signNote('one\n', bob.signer).split('\n\n')[1]!;
    const invalid = expect.objectContaining({ code: 'checkpoint-invalid' });
    const noteOf = (...signatures: readonly string[]) => `${text}\n\n${signatures.join('')}`;
    const others = (count: number) => Array<string>(count).fill(other);
    expect(openNote(noteOf(other, own), ann.verifier)).toBe('one\n');
    expect(openNote(noteOf(...others(63), own), ann.verifier)).toBe('one\n');
    expect(() => openNote(noteOf(...others(64), own), ann.verifier)).toThrow(invalid);
    expect(() => openNote(noteOf(own.replace('/audit', '/witness')), ann.verifier)).toThrow(invalid);
    expect(() => openNote(noteOf(own.trimEnd()), ann.verifier)).toThrow(invalid);
  });

  it('have keys with names in one piece, and ids that are those of their bytes', () => {
    const invalid = expect.objectContaining({ code: 'invalid-argument' });
    for (const name of ['', 'a b', 'a+b', 'a\n', 'x'.repeat(201)]) expect(() => newNoteKeys(name)).toThrow(invalid);
    const { signer, verifier } = newNoteKeys('x'.repeat(200));
    const note = signNote('one\n', signer);
    const [name, id, bytes] = verifier.split('+') as [string, string, string];
    const off = id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    for (const odd of [`${name}+${off}+${bytes}`, `${name}+${id}`, signer, verifier.slice(0, -4), '']) {
      expect(() => openNote(note, odd)).toThrow(invalid);
    }
    expect(() => signNote('one\n', verifier)).toThrow(invalid);
  });

  it('keep a checkpoint, and refuse a text that is none although it is signed', () => {
    const { signer, verifier } = newNoteKeys('example.org/audit');
    const checkpoint = {
      origin: 'example.org/audit',
      size: 12,
      root: Buffer.from(leafHash(Buffer.from('x')), 'hex').toString('base64'),
    };
    expect(openCheckpoint(signCheckpoint(checkpoint, signer), verifier)).toEqual(checkpoint);
    expect(() => openCheckpoint(signNote('example.org/audit\n-1\nx\n', signer), verifier)).toThrow(
      expect.objectContaining({ code: 'checkpoint-invalid' }),
    );
  });

  it('do not show a secret key that cannot be read', () => {
    expect(() => signNote('x\n', `${SIGNER}A`)).toThrow(expect.not.stringContaining('AYEK') as unknown as Error);
  });

  it('open with the public key in OpenSSL, which knows nothing of this program', () => {
    const text = Buffer.from(TEXT);
    const [, base64] = /([A-Za-z0-9+/=]+)\n$/.exec(SIGNATURE)!;
    const script = `const c=require('node:crypto');const [t,s,k]=process.argv.slice(1).map(x=>Buffer.from(x,'base64'));
      console.log(c.verify(null,t,{key:{kty:'OKP',crv:'Ed25519',x:k.subarray(1).toString('base64url')},format:'jwk'},s.subarray(4)))`;
    const key = VERIFIER.split('+').slice(2).join('+');
    const args = ['-e', script, text.toString('base64'), base64!, key];
    const said = execFileSync(process.execPath, args, { env: { ...process.env, FORCE_COLOR: '0' } }).toString();
    expect(said).toBe('true\n');
  });
});

describe('redact', () => {
  const SCHEMA: AuditSchema = {
    fields: new Map<string, AuditSchema>([
      ['name', 'keep'],
      ['keys', { items: { fields: new Map<string, AuditSchema>([['id', 'keep']]) } }],
    ]),
  };

  it('keeps what the schema names and redacts all else, at every depth', () => {
    const value = { name: 'a', secret: 's', keys: [{ id: 1, hash: 'h' }, 'text'], more: { deep: ['x'] } };
    expect(redact(value, SCHEMA)).toEqual({
      name: 'a',
      secret: '[redacted]',
      keys: [{ id: 1, hash: '[redacted]' }, '[redacted]'],
      more: '[redacted]',
    });
  });

  it('keeps nothing without a schema', () => {
    expect(redact({ a: 1 }, undefined)).toBe('[redacted]');
  });
});
