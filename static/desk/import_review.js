// Keeps every decision as it is made, and decides many at once. Without it the buttons of the form do the same.

const form = document.getElementById("review");
const kept = document.getElementById("kept");
const counted = document.getElementById("undecided");

function tally() {
  counted.textContent = form.querySelectorAll('.proposal input[value=""]:checked').length;
}

async function keep() {
  tally();
  let done = false;
  try {
    const answer = await fetch(window.location.href, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    done = answer.status === 204;
  } catch {
    done = false;
  }
  kept.textContent = done ? kept.dataset.kept : kept.dataset.failed;
}

// One after the other, so that the newest decisions are the ones that stay.
let last = Promise.resolve();
function keepInTurn() {
  kept.textContent = "";
  last = last.then(keep);
}

form.addEventListener("change", keepInTurn);
for (const button of form.querySelectorAll("[data-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const proposal of form.querySelectorAll(".proposal:has(input[value='']:checked)")) {
      if (button.dataset.all === "refuse" || !proposal.classList.contains("proposal--contradicted")) {
        proposal.querySelector(`input[value=${button.dataset.all}]`).checked = true;
      }
    }
    keepInTurn();
  });
}
