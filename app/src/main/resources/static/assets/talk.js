// A conversation: answers grow on the page as they are given, what was said is sent without leaving the page, and news
// is read out once. What comes from the server is put in as text, never as markup.
(() => {
  const page = document.getElementById('now');
  if (!page) return;

  let answers = [];

  function part(kind, name, text) {
    const element = document.createElement(kind);
    element.className = name;
    element.textContent = text;
    return element;
  }

  /** One answer so far, as the message that it will be. */
  function drawn(answer) {
    const message = part('li', 'message message-system message-plain growing', '');
    const points = part('ul', 'points', '');
    for (const sentence of answer.sentences) points.append(part('li', '', sentence));
    message.append(part('div', 'said', answer.sentences.length > 0 ? 'Answering:' : ''));
    if (answer.sentences.length > 0) message.append(points);
    const busy = part('div', 'pending', '');
    busy.append(part('span', 'pulse', ''), ` ${answer.looking || (answer.sentences.length > 0 ? '…' : 'Thinking …')}`);
    message.append(busy);
    return message;
  }

  function draw() {
    const messages = page.querySelector('.messages');
    if (!messages) return;
    for (const old of messages.querySelectorAll('.growing')) old.remove();
    messages.append(...answers.map(drawn));
    const last = messages.lastElementChild;
    if (answers.length > 0 && last.getBoundingClientRect().top < window.innerHeight + 200
        && !page.contains(document.activeElement) && !page.querySelector('.decision'))
      last.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  // An answer that is over stays until the part of the page with its entry comes.
  document.addEventListener('answers', (event) => {
    const over = event.detail.length < answers.length;
    answers = event.detail;
    if (!over) draw();
  });

  // What is new is read out from one place, since the list itself is made anew each time.
  const announce = document.getElementById('announce');
  const newest = () => (page.querySelector('.messages')
    ? [...page.querySelectorAll('.message:not(.growing):not(.pending)')].at(-1)
    : page.querySelector('.timeline .entry'))?.innerText.replace(/\s+/g, ' ').trim();
  let told = newest();
  document.body.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target !== page) return;
    draw();
    const news = newest();
    if (news && news !== told) announce.textContent = news;
    told = news;
  });

  const say = document.querySelector('form.say');
  if (!say) return;
  const words = say.querySelector('textarea');
  const fault = say.querySelector('.say-fault');
  const phone = window.matchMedia('(pointer: coarse)');
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || phone.matches) return;
    event.preventDefault();
    say.requestSubmit();
  });
  say.addEventListener('htmx:afterRequest', (event) => {
    const status = event.detail.xhr.status;
    fault.hidden = event.detail.successful;
    if (event.detail.successful) {
      say.reset();
      words.focus({ preventScroll: true });
    } else if (status === 401) fault.textContent = 'You are signed out. Open the page anew and sign in; your words are still here.';
    else if (status === 0) fault.textContent = 'The server does not answer. Your words are still here; send them again.';
    else {
      const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html');
      const detail = answer.getElementById('failure-detail')?.textContent ?? '';
      fault.textContent = `It was not sent. ${detail || `The server says ${status}.`} Your words are still here.`;
    }
  });
})();
