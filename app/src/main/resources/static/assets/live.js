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
  let source = null;
  let ringing = null;
  let rang = -spacing;
  let hiding = null;
  let wait = 500;

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

  function hangUp() {
    source?.close();
    source = null;
  }

  function call() {
    if (source) return;
    source = new EventSource(place.dataset.live);
    for (const event of (place.dataset.liveEvent || 'ready,incident').split(',')) source.addEventListener(event, ring);
    source.onopen = () => {
      wait = 500;
      show(true);
    };
    source.onerror = () => {
      hangUp();
      show(false);
      setTimeout(() => {
        call();
        ring();
      }, wait);
      wait = Math.min(wait * 2, longestWait);
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
