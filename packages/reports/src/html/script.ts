/**
 * The script of the report: values under the pointer, the choice of a series, the filter and the theme. The page is whole
 * without it. Texts from the data only ever become text nodes.
 */
export const SCRIPT = `
(function () {
  var tip = document.getElementById('tip');
  function line(tag, text) {
    var element = document.createElement(tag);
    element.textContent = text;
    return element;
  }
  document.querySelectorAll('svg.chart').forEach(function (svg) {
    var data;
    var pointer = svg.querySelector('.pointer');
    svg.addEventListener('pointermove', function (event) {
      data = data || JSON.parse(svg.dataset.chart);
      var box = svg.getBoundingClientRect();
      var x = ((event.clientX - box.left) * svg.viewBox.baseVal.width) / box.width;
      var last = data.days.length - 1;
      var place = Math.round(((x - data.left) * last) / (data.right - data.left));
      place = Math.min(last, Math.max(0, place));
      var at = data.left + (place * (data.right - data.left)) / Math.max(1, last);
      pointer.setAttribute('x1', at);
      pointer.setAttribute('x2', at);
      pointer.style.visibility = 'visible';
      tip.replaceChildren(line('b', data.days[place]));
      data.lines.forEach(function (one) {
        var value = one.values[place];
        var row = line('div', one.name + ': ' + (value === null ? 'none' : value.toFixed(1) + ' ' + data.unit));
        row.className = 'key ' + one.kind;
        tip.append(row);
      });
      tip.hidden = false;
      tip.style.left = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8) + 'px';
      tip.style.top = Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 8) + 'px';
    });
    svg.addEventListener('pointerleave', function () {
      tip.hidden = true;
      pointer.style.visibility = 'hidden';
    });
  });
  var pick = document.getElementById('pick');
  function show(index) {
    if (!pick || index < 0 || index >= pick.options.length) return;
    pick.value = String(index);
    document.querySelectorAll('figure[data-series]').forEach(function (figure) {
      figure.hidden = figure.dataset.series !== String(index);
    });
  }
  if (pick) pick.addEventListener('change', function () { show(Number(pick.value)); });
  document.querySelectorAll('[data-step]').forEach(function (button) {
    button.addEventListener('click', function () { show(Number(pick.value) + Number(button.dataset.step)); });
  });
  document.querySelectorAll('[data-show]').forEach(function (link) {
    link.addEventListener('click', function () { show(Number(link.dataset.show)); });
  });
  var filter = document.getElementById('filter');
  if (filter) filter.addEventListener('input', function () {
    var words = filter.value.toLowerCase();
    document.querySelectorAll('#series-table tbody tr').forEach(function (row) {
      var text = row.textContent + ' ' + row.firstElementChild.title;
      row.hidden = text.toLowerCase().indexOf(words) < 0;
    });
  });
  document.getElementById('theme').addEventListener('click', function () {
    var root = document.documentElement;
    var isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
  });
})();
`;
