/** Before anything is shown: the theme that was chosen the last time. A browser may refuse a file its storage. */
export const THEME_SCRIPT = `try{var t=localStorage.getItem('dqs-theme');if(t==='dark'||t==='light')document.documentElement.dataset.theme=t}catch(e){}`;

/**
 * What a file does of itself: the theme button, the readout of charts, the choice of a series, filters, keys. The page is
 * whole without it. Texts from the data only ever become text nodes.
 */
export const SCRIPT = `
(function () {
  var root = document.documentElement;
  var all = function (selector, inside) { return [].slice.call((inside || document).querySelectorAll(selector)); };
  var theme = document.getElementById('theme');
  function isDark() {
    return root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }
  function nameTheme() { theme.textContent = isDark() ? 'Light' : 'Dark'; }
  theme.hidden = false;
  nameTheme();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
  theme.addEventListener('click', function () {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    nameTheme();
    try { localStorage.setItem('dqs-theme', root.dataset.theme); } catch (refused) { /* holds for this visit */ }
  });
  all('.chart').forEach(function (chart) {
    var range = chart.querySelector('.scrub');
    var plot = chart.querySelector('.plot');
    var cross = chart.querySelector('.cross');
    var titles = all('.values thead th', chart);
    var rows = all('.values tbody tr', chart);
    if (!range || rows.length === 0) return;
    function read(row) {
      var cells = [].slice.call(rows[row].cells);
      range.value = row;
      range.setAttribute('aria-valuetext', cells.map(function (cell, i) {
        return (i === 0 ? '' : titles[i].textContent + ' ') + cell.textContent;
      }).join(', '));
      all('[data-cell]', chart).forEach(function (place) {
        place.textContent = cells[Number(place.dataset.cell)].textContent;
      });
      all('[data-row]', chart).forEach(function (mark) {
        mark.classList.toggle('at', mark.dataset.row === String(row));
      });
      if (!cross) return;
      var share = (100 * (row + 0.5)) / rows.length + '%';
      cross.setAttribute('x1', share);
      cross.setAttribute('x2', share);
    }
    function follow(event) {
      if (!cross) {
        if (event.target.dataset.row) read(Number(event.target.dataset.row));
        return;
      }
      var box = plot.getBoundingClientRect();
      var row = Math.floor(((event.clientX - box.left) / box.width) * rows.length);
      read(Math.min(rows.length - 1, Math.max(0, row)));
    }
    range.addEventListener('input', function () { read(Number(range.value)); });
    all('.plot', chart).forEach(function (one) {
      one.addEventListener('pointermove', follow);
      one.addEventListener('pointerdown', follow);
    });
  });
  function turn(chart) {
    var views = all('.seg input', chart);
    views[views[0].checked ? 1 : 0].checked = true;
    if (chart.contains(document.activeElement)) views[views[0].checked ? 0 : 1].focus();
  }
  function chartOfReader() {
    var own = document.activeElement && document.activeElement.closest('.chart');
    return own || document.querySelector('.chart:hover') || all('.chart').filter(function (chart) {
      var box = chart.getBoundingClientRect();
      return box.height > 0 && box.bottom > 80;
    })[0];
  }
  document.addEventListener('keydown', function (event) {
    var typing = event.target.closest('select,input[type=search]');
    if (event.key !== 't' || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    var chart = chartOfReader();
    if (chart) turn(chart);
  });
  var pick = document.getElementById('pick');
  function show(index) {
    if (!pick || index < 0 || index >= pick.options.length) return;
    pick.value = String(index);
    all('[data-series]').forEach(function (series) { series.hidden = series.dataset.series !== String(index); });
    all('[data-step]').forEach(function (button) {
      var next = index + Number(button.dataset.step);
      button.disabled = next < 0 || next >= pick.options.length;
    });
  }
  if (pick) {
    pick.addEventListener('change', function () { show(Number(pick.value)); });
    show(0);
  }
  all('[data-step]').forEach(function (button) {
    button.addEventListener('click', function () { show(Number(pick.value) + Number(button.dataset.step)); });
  });
  all('[data-show]').forEach(function (link) {
    link.addEventListener('click', function () { show(Number(link.dataset.show)); });
  });
  all('[data-filters]').forEach(function (filter) {
    filter.addEventListener('input', function () {
      var words = filter.value.toLowerCase();
      all('#' + filter.dataset.filters + ' tbody tr').forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(words) < 0;
      });
    });
  });
})();
`;
