// A page that changes keeps still under the reader's eyes and finger: what is pointed at, written in or read stays at its
// place, news waits while something is pressed, and a decision that has just come cannot be pressed by mistake.
(() => {
  const page = document.getElementById('now');
  if (!page) return;

  const startled = 500;
  const longestPress = 3000;
  let pointed = null;
  let pressed = 0;
  let missed = false;
  let anchor = null;
  let forms = new Map();
  let newest = null;

  const topOf = (element) => element.getBoundingClientRect().top;
  const inSight = (element) => topOf(element) >= 0 && topOf(element) < window.innerHeight;
  const named = (element) => (page.contains(element) ? element.closest('#now [id]') : null);

  /** What must not move: what is pointed at, or else written in, or else the first thing in sight. */
  function held() {
    const control = pointed?.isConnected ? pointed.closest('a, button, summary, input, textarea, select, label') : null;
    const first = () => (window.scrollY > 0 ? [...page.querySelectorAll('[id]')].find(inSight) : null);
    return named(control) ?? named(document.activeElement) ?? first();
  }

  // A conversation is read from its end: what is asked now, or else the last message.
  const talk = page.querySelector('.messages') !== null;
  const last = () => page.querySelector('.decision') ?? page.querySelector('.messages')?.lastElementChild;
  const key = (element) => element?.querySelector('form[id]')?.id ?? page.querySelectorAll('.message').length;
  const atEnd = () => last() && topOf(last()) < window.innerHeight + 200;
  const showEnd = () => last()?.scrollIntoView({ block: last().matches('.decision') ? 'start' : 'end', behavior: 'instant' });

  function remember() {
    const element = held();
    // Scrolling goes by whole pixels; what is left over must not add up.
    const kept = element && element.id === anchor?.id && Math.abs(topOf(element) - anchor.top) < 1;
    if (!kept) anchor = element && { id: element.id, top: topOf(element) };
    forms = new Map([...page.querySelectorAll('.decision form[id]')].map((form) => [form.id, topOf(form)]));
    newest = talk && atEnd() && !named(document.activeElement) ? key(last()) : null;
  }

  function settle() {
    if (newest !== null && newest !== key(last())) showEnd();
    else {
      const element = anchor && document.getElementById(anchor.id);
      if (element) window.scrollBy({ top: topOf(element) - anchor.top, behavior: 'instant' });
    }
    for (const form of page.querySelectorAll('.decision form[id]')) {
      if (forms.has(form.id) && Math.abs(forms.get(form.id) - topOf(form)) < 4) continue;
      form.classList.add('arrived');
      setTimeout(() => form.classList.remove('arrived'), startled);
    }
  }

  function release() {
    if (!pressed) return;
    clearTimeout(pressed);
    pressed = 0;
    if (!missed) return;
    missed = false;
    // The click comes right after, and counts first.
    setTimeout(() => window.htmx.trigger(document.body, 'live'));
  }

  document.addEventListener('pointermove', (event) => { pointed = event.target; }, { passive: true });
  document.addEventListener('pointerdown', (event) => {
    pointed = event.target;
    clearTimeout(pressed);
    pressed = page.contains(event.target) ? setTimeout(release, longestPress) : 0;
  }, { passive: true });
  document.addEventListener('pointerup', release);
  document.addEventListener('pointercancel', release);
  document.body.addEventListener('htmx:beforeSwap', (event) => {
    if (event.detail.target !== page) return;
    if (pressed) {
      missed = true;
      event.detail.shouldSwap = false;
    } else remember();
  });
  document.body.addEventListener('htmx:afterSwap', (event) => event.detail.target === page && settle());
  if (talk) showEnd();
})();
