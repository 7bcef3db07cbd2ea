// The elements of a surface page, without any data: texts are put in by the page's script, as text.
// No element carries a style or a handler of its own; the page's policy would refuse both.

/** What stands between `<body>` and the data. */
export const PAGE_BODY = `<header>
<h1 id="title">Cost surface</h1>
<p id="subtitle" hidden></p>
<dl id="settings"></dl>
</header>
<noscript><p>This page draws with JavaScript, which is switched off here.</p></noscript>
<main>
<div class="controls">
<fieldset><legend>Show</legend>
<label><input type="radio" name="quantity" value="cost"><span>cost</span></label>
<label><input type="radio" name="quantity" value="gradientNorm"><span>gradient norm</span></label>
</fieldset>
<fieldset><legend>Scale</legend>
<label><input type="radio" name="scale" value="linear"><span>linear</span></label>
<label><input type="radio" name="scale" value="log"><span>log</span></label>
</fieldset>
<div id="time">
<label for="steps">Time steps T = <output id="stepCount" for="steps"></output></label>
<input id="steps" type="range" min="0" max="0" step="1" value="0">
<button id="play" type="button">Play</button>
</div>
</div>
<div class="views">
<figure class="scene">
<canvas id="scene" tabindex="0" role="application" aria-label="The surface in three dimensions; arrow keys turn it, plus and minus zoom, 0 resets" aria-describedby="sceneHelp"></canvas>
<figcaption><span id="sceneHelp">Drag or use the arrow keys to turn, wheel, pinch or +/&minus; to zoom, double click to reset.</span>
<button id="reset" type="button">Reset view</button></figcaption>
</figure>
<figure class="map">
<canvas id="map" tabindex="0" role="application" aria-label="Heat map of the surface; arrow keys move a point whose numbers are read below" aria-describedby="readout"></canvas>
<canvas id="bar" role="img" aria-label="Colours from the smallest number, purple, to the largest, red"></canvas>
<figcaption><output id="readout" aria-live="polite"></output></figcaption>
</figure>
</div>
<ul id="legend"></ul>
</main>
<footer><p>Height and colour show the same number: purple is low, red is high, grey or a hole is not finite. Lines are dotted where the surface hides them; an arrow leaves the window.</p></footer>
`;
