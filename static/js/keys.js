// Keys a page listens to, when nothing is being typed. They can be turned off (WCAG 2.1.4), and each is a link on the page.
const dialog = document.getElementById("keys"), opener = document.querySelector(".keys-open");
const kept = { get off() { try { return localStorage.keys === "off"; } catch { return false; } } };
const [use] = dialog.getElementsByTagName("input");
const follow = (link) => { if (link) location.href = link.href; };

function open() {
  use.checked = !kept.off;
  dialog.showModal();
}

opener.hidden = false;
opener.addEventListener("click", open);
use.addEventListener("change", () => { try { localStorage.keys = use.checked ? "on" : "off"; } catch { use.checked = true; } });
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const typing = target.isContentEditable || target.closest("input:not([type=range]), select, textarea");
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing || dialog.open || kept.off) return;
  if (key === "?") open();
  else if (key === "/") document.getElementById("masthead-q").focus();
  else if (key === "[" || key === "]") follow(document.querySelector(`main a[rel=${key === "[" ? "prev" : "next"}]`));
  else if (/^[a-z]$/.test(key) && dialog.querySelector(`[data-key=${key}]`)) follow(dialog.querySelector(`[data-key=${key}]`));
  else return;
  event.preventDefault();
});
