import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

import { BarsFigure, ChartActions, CourseFigure, type Bars, type Course } from '../src/components.js';

const course: Course = {
  title: 'Errors',
  finding: 'they fall',
  places: { kind: 'day', labels: Array.from({ length: 20 }, (_, i) => `2026-05-${String(i + 1).padStart(2, '0')}`) },
  lines: [{ name: 'model', role: 'forecast', form: 'line', values: Array.from({ length: 20 }, (_, i) => 20 - i) }],
  unit: '',
  digits: 1,
};
const drawn = (marks: Course['marks']) =>
  renderToStaticMarkup(createElement(CourseFigure, { course: { ...course, ...(marks && { marks }) } }));

describe('marks of a course', () => {
  it('stand with their letter and their words above the plot, a line leads down', () => {
    const html = drawn([{ place: 5, letter: 'M', text: '1.8.0 <b>' }]);
    expect(html).toMatch(/<text class="letter"[^>]*>M<\/text>/);
    expect(html).toMatch(/<text class="lab words" x="11"[^>]*>1\.8\.0 &lt;b&gt;<\/text>/);
    expect(html).toContain('class="down"');
    expect(drawn(undefined)).not.toContain('class="happened"');
  });

  it('turn to the left near the right edge, and keep their letter alone where there is no room', () => {
    expect(drawn([{ place: 19, letter: 'M', text: 'late' }])).toMatch(/text-anchor="end">late<\/text>/);
    const close = drawn([
      { place: 4, letter: 'M', text: 'first' },
      { place: 5, letter: 'M', text: 'second' },
    ]);
    expect(close).toContain('<title>first</title>');
    expect(close).toMatch(/<text[^>]*>second<\/text>/);
  });
});

const bars: Bars = {
  title: 'Skill',
  finding: 'one is worse',
  of: { label: 'source', value: 'skill' },
  bars: [
    { label: 'erp', value: 30, text: '+30.0', role: 'forecast' },
    { label: 'ads', value: -10, text: '−10.0', role: 'failing' },
  ],
};

describe('bars', () => {
  it('below zero lead the other way from the same base', () => {
    const html = renderToStaticMarkup(createElement(BarsFigure, { chart: bars }));
    expect(html).toMatch(/class="visx-bar bar forecast" x="25%"[^>]*width="75%"/);
    expect(html).toMatch(/class="visx-bar bar failing" x="0"[^>]*width="25%"/);
    expect(html.match(/class="base" x1="25%"/g)).toHaveLength(2);
  });

  it('are saved by what their place offers, and by nothing in a file', () => {
    const card = createElement(BarsFigure, { chart: bars });
    const offered = createElement(ChartActions, { value: (title) => `save ${title}` }, card);
    expect(renderToStaticMarkup(offered)).toContain('save Skill');
    expect(renderToStaticMarkup(card)).not.toContain('save');
  });
});
