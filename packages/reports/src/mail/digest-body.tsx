/** @jsxRuntime automatic */
import type { LikelyFacts, NeedFacts, TodayFacts } from '@dqs/alerting';
import { lateText, lineText, oddsText, passText, seriesName, STATE_LOOKS } from '@dqs/core/wording';
import { Fragment, type ReactNode } from 'react';

import { Cell, Heading, INK, Layout, Name, OddsBar, Row, textStyle } from './parts.js';
import {
  changedSection,
  heldSection,
  heldText,
  lateElsewhere,
  likelySection,
  moreText,
  needsSection,
  type Section,
} from './sections.js';
import {
  footerText,
  headingText,
  leadSpans,
  needText,
  naiveText,
  rangeText,
  reasonText,
  recordText,
} from './sentences.js';

const SMALL = textStyle(13, 19, INK['ink-3']);

/** The rows of a digest, one below the other. */
export function DigestBody({ facts }: { readonly facts: TodayFacts }) {
  const record = recordText(facts);
  return (
    <Layout>
      <Row style={textStyle(13, 18, INK['ink-3'])}>{headingText(facts)}</Row>
      <Row style={textStyle(20, 29, INK['ink-2'], { padding: '8px 0 0' })}>
        {leadSpans(facts).map(({ text, isStrong }, i) =>
          isStrong ? (
            <b key={i} style={{ color: INK.ink }}>
              {text}
            </b>
          ) : (
            <Fragment key={i}>{text}</Fragment>
          ),
        )}
      </Row>
      <Late facts={facts} />
      <List section={needsSection(facts)} row={(need) => <Need need={need} key={need.incident} />} />
      <List section={likelySection(facts)} row={(one, i) => <Likely one={one} key={i} />} />
      {record === '' ? null : <Row style={{ ...SMALL, padding: '8px 0 0' }}>{record}</Row>}
      <Lines section={heldSection(facts)} textOf={heldText} />
      <Lines section={changedSection(facts)} textOf={(text) => `${lineText(text, 300)}.`} />
      <Button facts={facts} />
      <Footer facts={facts} />
    </Layout>
  );
}

function Late({ facts }: { readonly facts: TodayFacts }) {
  const late = lateElsewhere(facts);
  if (late.length === 0) return null;
  const rows = late.map((one) => (
    <tr key={one.source}>
      <Cell>
        <Name>{lineText(one.source)}</Name>
        <span style={{ color: INK['ink-2'] }}>: {lateText(one)}</span>
      </Cell>
    </tr>
  ));
  return <Titled section={{ title: 'Not arrived', note: 'later than on 99 of 100 days' }} rows={rows} />;
}

function Titled({ section, rows }: { readonly section: { title: string; note: string }; readonly rows: ReactNode }) {
  return (
    <>
      <Heading title={section.title} note={section.note} />
      <tr>
        <td>
          <Layout>{rows}</Layout>
        </td>
      </tr>
    </>
  );
}

function List<T>({ section, row }: { readonly section: Section<T>; readonly row: (one: T, at: number) => ReactNode }) {
  if (section.rows.length === 0) return null;
  const more = moreText(section);
  return (
    <>
      <Titled section={section} rows={section.rows.map(row)} />
      {more === '' || section.note.startsWith('first') ? null : <Row style={SMALL}>{more}</Row>}
    </>
  );
}

function Need({ need }: { readonly need: NeedFacts }) {
  const { mark, word } = STATE_LOOKS[need.state];
  return (
    <tr>
      <Cell width={104}>
        <span style={{ color: INK[colourOf(need.state)], fontWeight: 600, whiteSpace: 'nowrap' }}>
          {mark} {word}
        </span>
      </Cell>
      <Cell>
        <Name url={need.url}>{lineText(need.title)}</Name>
        <br />
        <span style={{ color: INK['ink-2'] }}>{needText(need)}</span>
      </Cell>
    </tr>
  );
}

function colourOf(state: NeedFacts['state']) {
  return state === 'resolved' ? 'ok' : state;
}

function Likely({ one }: { readonly one: LikelyFacts }) {
  const { odds, expected } = one.forecast;
  return (
    <tr>
      <Cell style={{ padding: '8px 8px 8px 0' }}>
        <Name url={one.url}>{seriesName(one)}</Name>
        <br />
        <span style={{ color: INK['ink-3'], fontSize: '13px' }}>{reasonText(one)}</span>
      </Cell>
      <Cell width={84}>
        <b>{oddsText(odds)}</b>
        <OddsBar odds={odds} />
      </Cell>
      <Cell width={104} style={{ textAlign: 'right' }}>
        {passText(expected)}
        <br />
        <span style={{ color: INK['ink-3'], fontSize: '13px' }}>
          {rangeText(one)}
          {naiveText(one) !== '' && <br />}
          {naiveText(one)}
        </span>
      </Cell>
    </tr>
  );
}

function Lines<T>({ section, textOf }: { readonly section: Section<T>; readonly textOf: (one: T) => string }) {
  if (section.rows.length === 0) return null;
  const more = moreText(section);
  const lines = [...section.rows.map(textOf), ...(more === '' ? [] : [more])];
  return (
    <>
      <Heading title={section.title} note={section.note} />
      <Row style={textStyle(14, 21, INK['ink-2'], { borderTop: `1px solid ${INK.line}`, padding: '8px 0' })}>
        {lines.map((line, i) => (
          <Fragment key={i}>
            {i === 0 ? null : <br />}
            {line}
          </Fragment>
        ))}
      </Row>
    </>
  );
}

function Button({ facts: { pages } }: { readonly facts: TodayFacts }) {
  if (pages === undefined) return null;
  const style = textStyle(14, 20, INK['on-accent'], { fontWeight: 600, textDecoration: 'none' });
  return (
    <Row style={{ padding: '22px 0 0' }}>
      <table role="presentation" cellPadding="0" cellSpacing="0">
        <tbody>
          <tr>
            <td style={{ backgroundColor: INK.accent, padding: '9px 16px' }}>
              <a href={`${pages}/today`} style={style}>
                Open today
              </a>
            </td>
          </tr>
        </tbody>
      </table>
    </Row>
  );
}

function Footer({ facts }: { readonly facts: TodayFacts }) {
  return (
    <Row style={textStyle(12, 18, INK['ink-3'], { padding: '20px 0 0' })}>
      {footerText(facts)}{' '}
      {facts.pages === undefined ? null : (
        <a href={`${facts.pages}/me`} style={{ color: INK['ink-3'] }}>
          Change when it comes
        </a>
      )}
    </Row>
  );
}
