// What pages do besides what htmx does for them: local times, countdowns, the sign of a lost connection, the theme.
(() => {
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

  /** Shows times in the reader's zone, with UTC on hover. */
  function localise(root) {
    for (const time of root.querySelectorAll('time[datetime]:not([title])')) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      time.title = time.textContent;
      time.textContent = local.format(at);
    }
  }

  /** Counts down from what the server said was left; the reader's clock may be wrong. */
  function count() {
    for (const timer of document.querySelectorAll('[data-seconds-left]')) {
      timer.deadline ??= performance.now() + Number(timer.dataset.secondsLeft) * 1000;
      const left = Math.max(0, Math.round((timer.deadline - performance.now()) / 1000));
      const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
      const shown = parts.map((part) => String(part).padStart(2, '0')).join(':');
      timer.textContent = left > 0 ? `${shown} left` : 'time is up';
      timer.classList.toggle('countdown-late', left < 30);
    }
  }

  function showConnection(lost) {
    document.getElementById('connection').hidden = !lost;
  }

  const root = document.documentElement;
  const themeButton = document.getElementById('theme');
  themeButton.hidden = false;
  themeButton.addEventListener('click', () => {
    const other = root.getAttribute('data-bs-theme') === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', other);
    root.setAttribute('data-bs-theme', other);
  });

  document.body.addEventListener('htmx:afterSwap', (event) => {
    localise(event.target);
    count();
  });
  document.body.addEventListener('htmx:sseError', () => showConnection(true));
  document.body.addEventListener('htmx:sseOpen', () => showConnection(false));
  // A link to a piece of evidence opens it.
  window.addEventListener('hashchange', () => {
    const piece = document.getElementById(location.hash.slice(1));
    if (piece instanceof HTMLDetailsElement) piece.open = true;
  });

  localise(document);
  count();
  setInterval(count, 1000);
})();
