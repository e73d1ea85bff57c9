// Before the first paint: the colours that the reader chose, or else those of the system.
(() => {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const chosen = localStorage.getItem('theme');
    document.documentElement.setAttribute('data-bs-theme', chosen || (system.matches ? 'dark' : 'light'));
  };
  apply();
  system.addEventListener('change', apply);
})();
