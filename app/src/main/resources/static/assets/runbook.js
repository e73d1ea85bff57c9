// What pages do besides what htmx does for them: local times, countdowns, the theme, keys, and reading off charts.
(() => {
  const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const short = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const day = 86400;

  /** The server's time: the reader's clock may be wrong, and simulated time runs faster. */
  const started = { server: Date.parse(document.body.dataset.now), here: performance.now(), speed: Number(document.body.dataset.speed) || 1 };
  const now = () => started.server + (performance.now() - started.here) * started.speed;

  /** How long ago, in the largest unit that is not zero. */
  function ago(at) {
    const seconds = Math.min(0, Math.round((at.getTime() - now()) / 1000));
    const size = Math.abs(seconds);
    if (size < 60) return words.format(seconds, 'second');
    if (size < 3600) return words.format(Math.round(seconds / 60), 'minute');
    if (size < day) return words.format(Math.round(seconds / 3600), 'hour');
    return words.format(Math.round(seconds / day), 'day');
  }

  function shown(time, at) {
    if (time.dataset.show === 'ago') return ago(at);
    if (time.dataset.show === 'clock' && Math.abs(now() - at.getTime()) < day * 1000) return clock.format(at);
    return whole.format(at);
  }

  /** Shows times in the reader's zone, with UTC on hover. */
  function localise(root) {
    for (const time of root.querySelectorAll('time[datetime]:not([title])')) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      time.title = `${time.dateTime.slice(0, 10)} ${time.dateTime.slice(11, 19)} UTC`;
      time.textContent = shown(time, at);
    }
    for (const tick of root.querySelectorAll('text[data-time]')) tick.textContent = short.format(new Date(tick.dataset.time));
  }

  function freshen() {
    for (const time of document.querySelectorAll('time[data-show="ago"][title]')) time.textContent = ago(new Date(time.dateTime));
  }

  /** Counts down from what the server said was left; the reader's clock may be wrong. */
  function count() {
    for (const timer of document.querySelectorAll('[data-seconds-left]')) {
      timer.deadline ??= performance.now() + Number(timer.dataset.secondsLeft) * 1000;
      const left = Math.max(0, Math.round((timer.deadline - performance.now()) / 1000));
      const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
      const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
      timer.textContent = left > 0 ? `${text} left` : 'time is up';
      timer.classList.toggle('countdown-late', left < 30);
    }
  }

  const root = document.documentElement;

  function otherTheme() {
    const other = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', other);
    root.setAttribute('data-bs-theme', other);
  }

  const themeButton = document.getElementById('theme');
  themeButton.hidden = false;
  themeButton.addEventListener('click', otherTheme);
  const shortcuts = document.getElementById('shortcuts');
  const keysButton = document.getElementById('keys');
  keysButton.hidden = false;
  keysButton.addEventListener('click', () => shortcuts.showModal());

  // What the reader has opened stays open when its part of the page is fetched anew.
  let opened = [];
  let closed = [];
  let held = null;
  document.body.addEventListener('htmx:beforeSwap', (event) => {
    const folds = [...event.target.querySelectorAll('details[id]')];
    opened = folds.filter((fold) => fold.open).map((fold) => fold.id);
    closed = folds.filter((fold) => !fold.open).map((fold) => fold.id);
    held = event.target.contains(document.activeElement) ? document.activeElement : null;
  });
  document.body.addEventListener('htmx:afterSwap', (event) => {
    const part = event.detail.target?.isConnected ? event.detail.target : document.body;
    for (const fold of part.querySelectorAll('details[id]')) {
      if (opened.includes(fold.id) && !fold.open) fold.open = true;
      if (closed.includes(fold.id) && fold.open) fold.open = false;
    }
    // What was kept was moved, and what is moved is no longer where the keys go.
    if (held?.isConnected && document.activeElement !== held) held.focus({ preventScroll: true });
    localise(document);
    count();
  });

  // Keys go to a button; they never press it.
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (typing && event.key === 'Escape') typing.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || shortcuts.open) return;
    if (event.key === '?') shortcuts.showModal();
    else if (event.key === 't') otherTheme();
    else if (event.key === '/') document.querySelector('input[type="search"]')?.focus();
    else if (/^[1-9]$/.test(event.key)) document.querySelector(`a[data-key="${event.key}"]`)?.click();
    else if (/^[a-z]$/.test(event.key)) document.querySelector(`[data-shortcut="${event.key}"]`)?.focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  });

  // Reading off charts: the point nearest to the pointer.
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.append(tip);

  function points(plot) {
    plot.points ??= plot.dataset.points.split(' ').map((pair) => pair.split(':')).map(([at, value]) => [Number(at), value]);
    return plot.points;
  }

  document.addEventListener('pointermove', (event) => {
    const plot = event.target.closest?.('svg.plot[data-points]');
    tip.hidden = !plot;
    if (!plot) return;
    const all = points(plot);
    const box = plot.getBoundingClientRect();
    const from = all[0][0];
    const wanted = from + ((event.clientX - box.left) / box.width) * (all[all.length - 1][0] - from);
    const nearest = all.reduce((best, point) => (Math.abs(point[0] - wanted) < Math.abs(best[0] - wanted) ? point : best));
    tip.textContent = `${clock.format(new Date(nearest[0] * 1000))}   ${nearest[1]} ${plot.dataset.unit}`;
    const left = Math.min(event.pageX + 12, root.scrollWidth - tip.offsetWidth - 8);
    tip.style.left = `${left}px`;
    tip.style.top = `${event.pageY - 34}px`;
  });

  // Replay: the incident as it was after each entry. News is not shown meanwhile.
  const replay = document.getElementById('replay');
  if (replay) {
    const slider = replay.querySelector('input');
    const where = replay.querySelector('output');
    let asking = null;
    const past = () => Number(slider.value) < Number(slider.max);
    slider.addEventListener('input', () => {
      where.textContent = past() ? `entry ${slider.value} of ${slider.max}` : 'now';
      clearTimeout(asking);
      asking = setTimeout(() => window.htmx.ajax('GET', replay.dataset.part + (past() ? `?at=${slider.value}` : ''),
        { target: '#now', swap: 'innerHTML' }), 120);
    });
    document.body.addEventListener('htmx:beforeRequest', (event) => {
      if (past() && event.detail.elt.id === 'now' && !event.detail.pathInfo.requestPath.includes('at=')) event.preventDefault();
    });
    replay.addEventListener('submit', (event) => event.preventDefault());
  }

  // The editor of runbooks: numbers beside the lines, marks on those that are wrong, and keys to choose from.
  const yaml = document.getElementById('yaml');
  if (yaml) {
    const gutter = document.getElementById('gutter');
    const number = () => {
      const lines = yaml.value.split('\n').length;
      while (gutter.children.length > lines) gutter.lastChild.remove();
      while (gutter.children.length < lines) {
        const line = document.createElement('span');
        line.textContent = gutter.children.length + 1;
        gutter.append(line);
      }
      gutter.scrollTop = yaml.scrollTop;
    };
    const mark = () => {
      for (const line of gutter.children) line.className = '';
      for (const flaw of document.querySelectorAll('#flaws [data-line]')) {
        const line = gutter.children[Number(flaw.dataset.line) - 1];
        if (line && line.className !== 'wrong') line.className = flaw.dataset.error === 'true' ? 'wrong' : 'warned';
      }
    };
    yaml.addEventListener('input', number);
    yaml.addEventListener('scroll', () => { gutter.scrollTop = yaml.scrollTop; });
    document.body.addEventListener('htmx:afterSwap', mark);
    number();
    mark();
  }

  localise(document);
  count();
  setInterval(count, 1000);
  setInterval(freshen, 20000);
})();
