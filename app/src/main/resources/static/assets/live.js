// Listens to what the server tells, and rings `live` on the page when something has changed. What is shown is fetched
// again each time, so a message that was missed does no harm. A page that nobody looks at hangs up after a while,
// because browsers keep few connections to one server.
(() => {
  const place = document.querySelector('[data-live]');
  const sign = document.getElementById('live');
  if (!place || !window.EventSource) return;

  const patience = 30000;
  const pause = 40;
  const spacing = 300;
  const longestWait = 15000;
  const shortest = 5000;
  let source = null;
  let ringing = null;
  let rang = -spacing;
  let hiding = null;
  let wait = 500;
  let connected = Infinity;

  function show(connected) {
    sign.hidden = false;
    sign.classList.toggle('live-lost', !connected);
    sign.querySelector('.live-word').textContent = connected ? 'live' : 'reconnecting …';
  }

  /** The first news is shown soon, and what follows in quick succession is shown together. */
  function ring() {
    ringing ??= setTimeout(() => {
      ringing = null;
      rang = performance.now();
      window.htmx.trigger(document.body, 'live');
    }, Math.max(pause, rang + spacing - performance.now()));
  }

  /** What keeps the system from its work, on top of the page. */
  function tell(problems) {
    const banner = document.getElementById('vitals');
    if (!banner) return;
    banner.hidden = problems.length === 0;
    banner.querySelector('div').replaceChildren(...problems.map((problem) => {
      const line = document.createElement('p');
      line.className = 'mb-1';
      line.textContent = problem;
      return line;
    }));
  }

  function hangUp() {
    source?.close();
    source = null;
  }

  function call() {
    if (source) return;
    source = new EventSource(place.dataset.live);
    for (const event of (place.dataset.liveEvent || 'ready,incident').split(',')) source.addEventListener(event, ring);
    source.addEventListener('answers', (event) =>
      document.dispatchEvent(new CustomEvent('answers', { detail: JSON.parse(event.data) })));
    source.onopen = () => {
      connected = performance.now();
      // What is wrong is told right after.
      tell([]);
      show(true);
    };
    for (const event of ['entry', 'incident']) source.addEventListener(event, () => { wait = 500; });
    source.addEventListener('health', (event) => tell(JSON.parse(event.data).problems));
    source.onerror = () => {
      hangUp();
      // The server ends a stream now and then; only who cannot come back is lost.
      const rested = performance.now() - connected > shortest;
      const again = rested ? 50 : wait;
      if (!rested) {
        show(false);
        wait = Math.min(wait * 2, longestWait);
      }
      connected = Infinity;
      setTimeout(() => {
        call();
        ring();
      }, again);
    };
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(hangUp, patience);
    } else if (!source) {
      call();
      ring();
    }
  });
  window.addEventListener('pagehide', hangUp);
  call();
})();
