/** @jsxRuntime automatic */
import { createRoot } from 'react-dom/client';

import { CourseFigure, State, stylesheet, type Course } from '../../src/components.js';

const course: Course = {
  title: 'orders · 101',
  finding: 'The forecast of orders · 101 follows its results',
  places: { kind: 'day', labels: ['2025-05-01', '2025-05-02', '2025-05-03', '2025-05-04'] },
  unit: '%',
  digits: 1,
  lines: [
    { name: 'forecast', role: 'forecast', form: 'steps', values: [96, 93, 90, 91] },
    { name: 'result', role: 'observed', form: 'dots', values: [97, null, 88, 92] },
  ],
};

document.head.append(Object.assign(document.createElement('style'), { textContent: stylesheet() }));
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <main>
    <State state="failing" />
    <CourseFigure course={course} />
  </main>,
);
