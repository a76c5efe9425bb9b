// For a browser that knows no modules: the sentence that says so.
document.getElementById("old-browser").hidden = false;
