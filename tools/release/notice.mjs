// The NOTICE of a package: what of others its files hold, with the texts that have to accompany it.

/**
 * @param manifest the package.json that is published.
 * @param parts of others, as `bundledParts` and `compiledParts` give them.
 */
export function noticeText({ name, version }, parts) {
  const head = [`${name} ${version}, a part of DQS.`, 'It is under the Apache License, Version 2.0 (LICENSE).'];
  if (parts.length === 0) {
    return [
      ...head,
      '',
      'It holds no software of others; the packages that it needs bring their own licences.',
      '',
    ].join('\n');
  }
  return [...head, '', 'Its files hold software of others:', ...parts.flatMap(section)].join('\n');
}

const section = ({ name, version, license, how, text }) => [
  '',
  '-'.repeat(80),
  `${[name, version].filter(Boolean).join(' ')} (${license}), ${how}`,
  '-'.repeat(80),
  '',
  ...text.split('\n').map((line) => line.trimEnd()),
  '',
];
